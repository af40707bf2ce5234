/**
 * Compiles PMML into an {@link io.scorejar.program.Program}, which answers as JPMML's interpreter.
 */
package io.scorejar.compiler;
