import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** ONNX Runtime behind JNI, one thread: rows as floats in direct buffers. */
final class OnnxCalls implements Calls {
  private static final Set<String> WANTED = Set.of("probabilities");

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final Pool pool;
  private FloatBuffer[] rows = new FloatBuffer[0];
  private long[] shape = new long[2];
  private float[][] answers = new float[0][];

  OnnxCalls(Path folder, Pool pool, String answer) throws Exception {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    this.session = environment.createSession(folder.resolve("model.onnx").toString(), options);
    this.pool = pool;
  }

  @Override
  public void prepare(int first, int size, int calls) {
    rows = new FloatBuffer[calls];
    for (int call = 0; call < calls; call++) {
      double[] values = pool.inFileOrder(first + call * size, size);
      shape = new long[] {size, values.length / size};
      ByteBuffer bytes = ByteBuffer.allocateDirect(values.length * Float.BYTES);
      rows[call] = bytes.order(ByteOrder.nativeOrder()).asFloatBuffer();
      for (int i = 0; i < values.length; i++) {
        rows[call].put(i, (float) values[i]);
      }
    }
  }

  @Override
  public void call(int index) {
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, rows[index], shape);
        OrtSession.Result result = session.run(Map.of("X", tensor), WANTED)) {
      answers = (float[][]) result.get(0).getValue();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public double answer(int row) {
    return answers[row][1];
  }
}
