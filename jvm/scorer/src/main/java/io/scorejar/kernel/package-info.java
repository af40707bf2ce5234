/**
 * What runs a {@link io.scorejar.program.Forest} fast. Every kernel gives the bits of {@link
 * io.scorejar.program.Forest#run}; which one runs a forest is chosen by its shape and by a short
 * measurement. Nothing here belongs to a model: code that was compiled for one serves the next.
 */
package io.scorejar.kernel;
