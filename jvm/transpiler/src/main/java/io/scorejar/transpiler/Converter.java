package io.scorejar.transpiler;

import io.scorejar.BadModelException;
import io.scorejar.transpiler.lightgbm.Lightgbm;
import io.scorejar.transpiler.repair.ConversionRepairs;
import io.scorejar.transpiler.repair.NestedTargets;
import io.scorejar.transpiler.repair.UnknownCategories;
import io.scorejar.transpiler.sklearn.ClippingScaler;
import jakarta.xml.bind.JAXBException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dmg.pmml.MiningSchema;
import org.dmg.pmml.PMML;
import org.dmg.pmml.Visitor;
import org.dmg.pmml.VisitorAction;
import org.jpmml.converter.ConversionException;
import org.jpmml.model.metro.MetroJAXBSerializer;
import org.jpmml.model.visitors.AbstractVisitor;
import org.jpmml.python.ClassDictUtil;
import org.jpmml.python.Storage;
import org.jpmml.python.StorageUtil;
import org.jpmml.sklearn.Encodable;
import org.jpmml.sklearn.EncodableUtil;
import org.jpmml.sklearn.SkLearnUnpickler;
import org.jpmml.sklearn.SkLearnUtil;
import sklearn2pmml.pipeline.PMMLPipeline;

/** JPMML's converter, with its failures in words that a data scientist knows. */
final class Converter {

  private static final Pattern OBJECT =
      Pattern.compile("The object \\((?:Python|Java) class ([^)]+)\\)");

  /** What the converter adds about its own copies of the values that it was given. */
  private static final Pattern JAVA_CLASS = Pattern.compile(" \\(Java class java[^)]+\\)");

  /** Removes the list of importances; each field's own stays with the field. */
  private static final Visitor IMPORTANCES =
      new AbstractVisitor() {
        @Override
        public VisitorAction visit(MiningSchema schema) {
          if (schema.hasExtensions()) {
            schema
                .getExtensions()
                .removeIf(extension -> "X-FeatureImportances".equals(extension.getName()));
          }
          return super.visit(schema);
        }
      };

  private Converter() {}

  /**
   * The PMML of a pickled pipeline. Unpickling builds Java objects only: no Python code runs.
   *
   * @param columns what is known of columns beside what the pipeline says, by name
   * @throws UsageException if the file cannot be read
   * @throws BadModelException if it is no pickle, or holds something that cannot be converted
   */
  static byte[] pmml(Path pickle, Map<String, ColumnRules> columns) {
    if (!Files.isReadable(pickle)) {
      throw new UsageException(pickle + ": expected a readable file, got none");
    }
    Object pipeline = unpickled(pickle);
    try {
      PMML pmml = encoded(EncodableUtil.toEncodable(pipeline), columns);
      NestedTargets.add(pmml);
      UnknownCategories.makeMissing(pmml);
      ColumnRules.apply(columns, pmml);
      ConversionRepairs.collect(pmml);
      // The same pipeline gives the same bytes: without the time of day, and without a list of
      // feature importances in the order of a hash table, which differs from JDK to JDK.
      pmml.getHeader().setTimestamp(null);
      IMPORTANCES.applyTo(pmml);
      return serialized(pmml);
    } catch (RuntimeException | StackOverflowError e) {
      throw new BadModelException(
          pickle + ": expected a pipeline that converts to PMML, got one that does not: " + said(e),
          e);
    }
  }

  private static PMML encoded(Encodable encodable, Map<String, ColumnRules> columns) {
    if (!(encodable instanceof PMMLPipeline pipeline)) {
      return EncodableUtil.encodePMML(encodable);
    }
    ObservedPipeline observed = ObservedPipeline.of(pipeline);
    PMML pmml = EncodableUtil.encodePMML(observed);
    PipelineColumns.complete(
        pmml, observed.columns(), observed.encoder(), ColumnRules.types(columns));
    return pmml;
  }

  private static Object unpickled(Path pickle) {
    SkLearnUtil.initOnce(); // Reads the list of the classes that can be converted.
    Lightgbm.register();
    ClippingScaler.register();
    try (Storage storage = StorageUtil.createStorage(pickle.toFile())) {
      return new SkLearnUnpickler().load(storage);
    } catch (IOException | RuntimeException e) {
      throw new BadModelException(
          pickle
              + ": expected a pipeline written by joblib or pickle, got a file that is none: "
              + said(e),
          e);
    }
  }

  private static byte[] serialized(PMML pmml) {
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    try {
      new MetroJAXBSerializer().serializePretty(pmml, xml);
    } catch (JAXBException e) {
      throw new IllegalStateException("memory does not fail to be written", e);
    }
    return xml.toByteArray();
  }

  /**
   * The converter's own words about what is wrong, and the Python class that they are about.
   *
   * <p>Its outer exceptions say only that it failed to convert something, its inner ones are
   * ClassCastExceptions and the like: the first one between them is meant for people.
   */
  private static String said(Throwable e) {
    Object about = null;
    String said = null;
    Throwable innermost = e;
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      innermost = cause;
      if (said == null && cause instanceof ConversionException conversion) {
        about = conversion.hasContext() ? conversion.getContext() : about;
        String message = conversion.getMessage();
        said = message == null || message.startsWith("Failed to ") ? null : message;
      }
    }
    if (said == null) {
      said = innermost.getMessage() == null ? innermost.toString() : innermost.getMessage();
    }
    Matcher object = OBJECT.matcher(said);
    if (object.find()) {
      return object.replaceFirst("$1");
    }
    said = JAVA_CLASS.matcher(said).replaceAll("");
    // The pipeline as a whole says nothing about which of its steps is meant.
    return about == null || about instanceof PMMLPipeline
        ? said
        : ClassDictUtil.formatClass(about).replace("Python class ", "") + ": " + said;
  }
}
