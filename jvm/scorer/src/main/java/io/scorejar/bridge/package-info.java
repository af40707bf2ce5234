/** The library for callers in another language: handles, buffers and text. */
package io.scorejar.bridge;
