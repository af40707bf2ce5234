package io.scorejar.bridge;

/**
 * What a caller in native code, or in Python, may have of us besides JNI: functions of our own and
 * memory of his. It is compiled apart, for JDK 25 and newer, and stands in {@code
 * META-INF/versions/25} of the library's jar; elsewhere, and where native access is not enabled,
 * there is none.
 */
interface NativeAccess {

  /** What there is in this process, or null. */
  NativeAccess HERE = find();

  /**
   * A C function that calls a method. It stays good until the JVM ends; any thread may call it.
   *
   * @param callee has a method {@code run} that takes longs, returns a long and never throws: an
   *     exception would end the process
   * @param parameters how many longs
   * @return its address
   */
  long function(Object callee, int parameters);

  /**
   * A function for Python that scores a row in an array, see {@code ArrayCall}.
   *
   * @return its address
   */
  long arrayFunction(Handles handles, PythonAddresses python);

  /**
   * A function that scores rows where they are, see {@code RowsCall}.
   *
   * @return its address
   */
  long rowsFunction(Handles handles);

  /** Where Python keeps what we need, as {@link Bridge#arrayFunction} is told it. */
  record PythonAddresses(long ndarray, long float64, long none, long incRef, long newArray) {}

  private static NativeAccess find() {
    try {
      // Without leave Java would print warnings to the standard error stream of whoever embeds us.
      Module ours = NativeAccess.class.getModule();
      if ((boolean) Module.class.getMethod("isNativeAccessEnabled").invoke(ours)) {
        Class<?> found = Class.forName("io.scorejar.bridge.ForeignAccess");
        return (NativeAccess) found.getDeclaredConstructor().newInstance();
      }
    } catch (ReflectiveOperationException | LinkageError | UnsupportedOperationException e) {
      return null; // another JDK than it was built for, or a platform without a linker
    }
    return null;
  }
}
