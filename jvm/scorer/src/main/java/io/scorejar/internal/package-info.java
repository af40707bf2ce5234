/** Helpers of this project's own modules; no promise is made to anybody else. */
package io.scorejar.internal;
