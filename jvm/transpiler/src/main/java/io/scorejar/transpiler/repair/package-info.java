/**
 * Mends what JPMML's transpiler cannot take, or turns into wrong answers.
 *
 * <p>A repair changes a PMML so that JPMML's interpreter gives the same answers from it and the
 * transpiler gives them too. {@link io.scorejar.transpiler.repair.Repairs} is the way in.
 */
package io.scorejar.transpiler.repair;
