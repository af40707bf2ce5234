package io.scorejar.bridge;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.scorejar.Schema;
import io.scorejar.ScorerJar;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A function that CPython calls as one of its own, {@code PyObject *f(PyObject *self, PyObject
 * *array)}: a row of shape (1, inputs) to a new array of shape (1, outputs). {@code self} is an
 * array of two int64, the model's handle and the {@code schema_id}.
 *
 * <p>It answers None, and never an error, to whatever is unusual: another type or layout, another
 * schema, a row that the model refuses. The caller then asks again by the way that says why.
 *
 * <p>Only one call at a time, which CPython's global lock sees to: it is held all the while. A
 * build of CPython without that lock must not use it.
 *
 * @param python where Python's things are
 * @param incRef {@code Py_IncRef}
 * @param newArray {@code PyArray_New}
 * @param answerShape memory for two integers
 * @param row the arrays that the scorer takes
 */
@SuppressWarnings("restricted") // reads and writes what CPython owns
record ArrayCall(
    Handles handles,
    NativeAccess.PythonAddresses python,
    MethodHandle incRef,
    MethodHandle newArray,
    MemorySegment answerShape,
    Row row) {

  // A record, because only the components of records are constants to the compiler.

  private static final MemorySegment ALL = ForeignAccess.ALL;

  // PyObject, and PyArrayObject_fields in NumPy's ndarraytypes.h; extension modules are compiled
  // against both, so that they cannot change.
  private static final int TYPE = 8;
  private static final int DATA = 16;
  private static final int DIMENSIONS = 24;
  private static final int SHAPE = 32;
  private static final int DESCRIPTOR = 56;
  private static final int FLAGS = 64;

  private static final int MATRIX = 2;
  private static final int CONTIGUOUS_ALIGNED = 0x1 | 0x100; // NPY_ARRAY_C_CONTIGUOUS and _ALIGNED
  private static final int NPY_DOUBLE = 12;
  private static final MemorySegment NULL = MemorySegment.NULL;

  static ArrayCall of(Handles handles, NativeAccess.PythonAddresses python, Linker linker) {
    MethodHandle incRef =
        linker.downcallHandle(
            MemorySegment.ofAddress(python.incRef()), FunctionDescriptor.ofVoid(JAVA_LONG));
    // PyArray_New(type, nd, dims, type_num, strides, data, itemsize, flags, obj)
    FunctionDescriptor signature =
        FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT,
            ADDRESS);
    MethodHandle newArray =
        linker.downcallHandle(MemorySegment.ofAddress(python.newArray()), signature);
    MemorySegment answerShape = Arena.global().allocate(JAVA_LONG, MATRIX);
    return new ArrayCall(handles, python, incRef, newArray, answerShape, new Row());
  }

  long run(long self, long array) {
    try {
      return score(at(self + DATA), array);
    } catch (Throwable e) { // below a native entry an exception ends the process
      return none();
    }
  }

  private long score(long model, long array) throws Throwable {
    if (at(array + TYPE) != python.ndarray()
        || at(array + DESCRIPTOR) != python.float64()
        || ALL.get(JAVA_INT, array + DIMENSIONS) != MATRIX
        || (ALL.get(JAVA_INT, array + FLAGS) & CONTIGUOUS_ALIGNED) != CONTIGUOUS_ALIGNED) {
      return none();
    }
    Model found = handles.find((int) at(model), Model.class);
    ScorerJar jar = found == null ? null : found.serving();
    if (jar == null) {
      return none();
    }
    Schema schema = jar.schema();
    int width = schema.inputs().size();
    long shape = at(array + SHAPE);
    if (schema.id() != at(model + Long.BYTES)
        || at(shape) != 1
        || at(shape + Long.BYTES) != width) {
      return none();
    }
    double[] values = row.values(width);
    double[] answers = row.answers(schema.outputs().size());
    MemorySegment.copy(ALL, JAVA_DOUBLE, at(array + DATA), values, 0, width);
    jar.scorer().score(values, answers);
    answerShape.set(JAVA_LONG, 0, 1);
    answerShape.set(JAVA_LONG, Long.BYTES, answers.length);
    long made =
        (long)
            newArray.invokeExact(
                python.ndarray(), MATRIX, answerShape, NPY_DOUBLE, NULL, NULL, 0, 0, NULL);
    if (made != 0) { // else there is no memory, which Python knows already
      MemorySegment.copy(answers, 0, ALL, JAVA_DOUBLE, at(made + DATA), answers.length);
    }
    return made;
  }

  private static long at(long address) {
    return ALL.get(JAVA_LONG, address);
  }

  private long none() {
    try {
      incRef.invokeExact(python.none());
    } catch (Throwable e) {
      // C functions do not throw.
    }
    return python.none();
  }

  /** A row and its answers, made again where another model has other widths. */
  static final class Row {

    private double[] values = {};
    private double[] answers = {};

    double[] values(int width) {
      if (values.length != width) {
        values = new double[width];
      }
      return values;
    }

    double[] answers(int width) {
      if (answers.length != width) {
        answers = new double[width];
      }
      return answers;
    }
  }
}
