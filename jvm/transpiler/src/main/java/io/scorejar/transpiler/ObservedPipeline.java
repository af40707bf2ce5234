package io.scorejar.transpiler;

import java.io.Serial;
import java.util.List;
import org.jpmml.sklearn.SkLearnEncoder;
import sklearn2pmml.pipeline.PMMLPipeline;

/**
 * A PMMLPipeline that can be asked, after it was encoded, what the converter knew of its columns.
 *
 * <p>The PMML itself no longer says it: the converter's last step is to take out all fields that
 * the model does not use. The encoder, which it makes anew for each conversion, still has them.
 */
final class ObservedPipeline extends PMMLPipeline {

  @Serial private static final long serialVersionUID = 1;

  private transient List<String> columns = List.of();
  private transient SkLearnEncoder encoder;

  private ObservedPipeline() {}

  /** The same pipeline; the parts are shared. */
  static ObservedPipeline of(PMMLPipeline pipeline) {
    ObservedPipeline observed = new ObservedPipeline();
    observed.putAll(pipeline);
    return observed;
  }

  @Override
  protected List<String> initFeatures(List<String> activeFields, SkLearnEncoder used) {
    columns = super.initFeatures(activeFields, used);
    encoder = used;
    return columns;
  }

  /** The columns in the order in which the pipeline takes them; none before it was encoded. */
  List<String> columns() {
    return columns;
  }

  /** What the pipeline was encoded with; null before that. */
  SkLearnEncoder encoder() {
    return encoder;
  }
}
