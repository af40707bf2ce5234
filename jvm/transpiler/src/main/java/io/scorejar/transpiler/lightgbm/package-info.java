/**
 * Makes JPMML's converter read LightGBM models as LightGBM does.
 *
 * <p>What JPMML's own classes overlook is put right in the text of the model, before they read it,
 * or by an objective of the same answers. {@link io.scorejar.transpiler.lightgbm.Lightgbm} is the
 * way in.
 */
package io.scorejar.transpiler.lightgbm;
