/**
 * A compiled model as plain immutable data, and the plainest walk through it. What runs fast lives
 * in {@code io.scorejar.kernel} and must answer with the same bits.
 */
package io.scorejar.program;
