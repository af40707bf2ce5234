/**
 * Rows that hurt: made from a PMML so that every split of every tree is met on both sides, every
 * leaf is reached, and every column has the values on which implementations differ. {@link
 * io.scorejar.transpiler.rows.HurtingRows} is the way in.
 */
package io.scorejar.transpiler.rows;
