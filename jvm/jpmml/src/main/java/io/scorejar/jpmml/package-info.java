/**
 * The engines over JPMML-Evaluator, which is AGPL-3: {@code transpiled} (classes that were
 * generated from the PMML) and {@code interpreted} (the PMML itself). {@link
 * io.scorejar.jpmml.Pmml} reads PMML, {@link io.scorejar.jpmml.PmmlSchema} says what a row and an
 * answer of it are.
 */
package io.scorejar.jpmml;
