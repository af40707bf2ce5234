/** scikit-learn's transformers of which JPMML's converter overlooks an option. */
package io.scorejar.transpiler.sklearn;
