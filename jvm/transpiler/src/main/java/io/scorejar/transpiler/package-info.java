/**
 * From a fitted pipeline to a proved jar, over JPMML's converter and transpiler: three programs
 * that Python runs. {@link io.scorejar.transpiler.Convert} makes PMML of a pickled pipeline, {@link
 * io.scorejar.transpiler.Describe} tells the schema of PMML, {@link io.scorejar.transpiler.Build}
 * makes a jar of PMML. Never on the class path of what serves.
 */
package io.scorejar.transpiler;
