package io.scorejar.jpmml;

import io.scorejar.BadModelException;
import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.Unmarshaller;
import jakarta.xml.bind.ValidationEvent;
import java.io.ByteArrayInputStream;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.sax.SAXSource;
import org.dmg.pmml.PMML;
import org.dmg.pmml.ScoreDistributionTransformer;
import org.dmg.pmml.SimplifyingScoreDistributionTransformer;
import org.dmg.pmml.adapters.NodeAdapter;
import org.dmg.pmml.adapters.ScoreDistributionAdapter;
import org.dmg.pmml.tree.NodeTransformer;
import org.dmg.pmml.tree.SimplifyingNodeTransformer;
import org.jpmml.evaluator.visitors.AttributeFinalizerBattery;
import org.jpmml.evaluator.visitors.AttributeOptimizerBattery;
import org.jpmml.evaluator.visitors.ElementFinalizerBattery;
import org.jpmml.evaluator.visitors.ElementOptimizerBattery;
import org.jpmml.model.JAXBUtil;
import org.jpmml.model.SAXUtil;
import org.jpmml.model.filters.ImportFilter;
import org.jpmml.model.visitors.LocatorNullifier;
import org.jpmml.model.visitors.VisitorBattery;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;

/**
 * Reads PMML of any version from 3.0 to 4.4 as JPMML's object model.
 *
 * <p>The text is not trusted: a DOCTYPE is refused, nothing outside is fetched, the depth is
 * bounded, and a number or name that cannot be read is an error rather than an attribute left out.
 */
public final class Pmml {

  private Pmml() {}

  /**
   * Reads PMML as it stands, every part of it open to change.
   *
   * @param xml the document; its encoding is the one that it declares
   * @throws BadModelException if it is not PMML that can be read
   */
  public static PMML read(byte[] xml) {
    return read(xml, null, null);
  }

  /**
   * Reads PMML for the interpreter: values parsed, small node classes, nothing to be changed.
   *
   * <p>JPMML's interners are left out. They share equal values between elements through static maps
   * that are never emptied, so that every model ever read would stay in memory.
   *
   * @throws BadModelException if it is not PMML that can be read
   */
  public static PMML readForEvaluation(byte[] xml) {
    PMML pmml =
        read(
            xml,
            SimplifyingNodeTransformer.INSTANCE,
            SimplifyingScoreDistributionTransformer.INSTANCE);
    VisitorBattery visitors = new VisitorBattery();
    visitors.addAll(new AttributeOptimizerBattery());
    visitors.addAll(new ElementOptimizerBattery());
    visitors.addAll(new AttributeFinalizerBattery());
    visitors.addAll(new ElementFinalizerBattery());
    try {
      visitors.applyTo(pmml);
    } catch (RuntimeException | StackOverflowError e) {
      throw Defects.of(e);
    }
    return pmml;
  }

  private static PMML read(
      byte[] xml, NodeTransformer nodes, ScoreDistributionTransformer distributions) {
    // JPMML hands these two to its adapters through thread locals.
    NodeTransformer nodesBefore = NodeAdapter.NODE_TRANSFORMER_PROVIDER.get();
    ScoreDistributionTransformer distributionsBefore =
        ScoreDistributionAdapter.SCOREDISTRIBUTION_TRANSFORMER_PROVIDER.get();
    NodeAdapter.NODE_TRANSFORMER_PROVIDER.set(nodes);
    ScoreDistributionAdapter.SCOREDISTRIBUTION_TRANSFORMER_PROVIDER.set(distributions);
    try {
      XMLReader parser = SAXUtil.createXMLReader();
      // From JDK 24 on the parser's own limit is 100, which trees exceed.
      parser.setProperty("jdk.xml.maxElementDepth", Integer.toString(PmmlGate.DEEPEST + 1));
      XMLReader reader =
          SAXUtil.createFilteredReader(
              parser, new PmmlGate(), new ImportFilter(), new Enumerations());
      SAXSource source = new SAXSource(reader, new InputSource(new ByteArrayInputStream(xml)));
      Unmarshaller unmarshaller = Context.JAXB.createUnmarshaller();
      unmarshaller.setEventHandler(Pmml::tolerable);
      PMML pmml = (PMML) unmarshaller.unmarshal(source);
      new LocatorNullifier().applyTo(pmml);
      return pmml;
    } catch (JAXBException | SAXException | RuntimeException e) {
      throw new BadModelException(cause(e), e);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK's XML parser does not know a safety feature", e);
    } finally {
      NodeAdapter.NODE_TRANSFORMER_PROVIDER.set(nodesBefore);
      ScoreDistributionAdapter.SCOREDISTRIBUTION_TRANSFORMER_PROVIDER.set(distributionsBefore);
    }
  }

  /**
   * What JAXB would otherwise pass over in silence: an attribute whose text is not of its type,
   * which it leaves out. Elements that PMML does not have (extensions without the wrapper) carry no
   * exception and are skipped.
   */
  private static boolean tolerable(ValidationEvent event) {
    return event.getSeverity() != ValidationEvent.FATAL_ERROR && event.getLinkedException() == null;
  }

  private static String cause(Exception e) {
    for (Throwable cause = e; cause != null; cause = next(cause)) {
      if (cause instanceof PmmlGate.Refusal) {
        return cause.getMessage();
      }
      if (cause instanceof SAXParseException parse) {
        String place = " (line " + parse.getLineNumber() + ")";
        // The parser's own words for it name one of its features.
        return parse.getMessage().contains("DOCTYPE")
            ? "expected PMML without a DOCTYPE, got one" + place
            : "expected PMML, got XML that cannot be read: " + parse.getMessage() + place;
      }
    }
    Throwable linked = next(e);
    return "expected PMML, got XML that cannot be read: "
        + (linked == null ? e.getMessage() : linked.getMessage());
  }

  private static Throwable next(Throwable e) {
    Throwable linked = e instanceof JAXBException jaxb ? jaxb.getLinkedException() : null;
    return linked == null ? e.getCause() : linked;
  }

  /** JAXB's tables over PMML's classes: costly to make, safe to share. */
  private static final class Context {

    private static final JAXBContext JAXB = create();

    private static JAXBContext create() {
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      // JAXB looks for its implementation there; a thread from outside Java may have none.
      thread.setContextClassLoader(Pmml.class.getClassLoader());
      try {
        return JAXBUtil.createContext();
      } catch (JAXBException e) {
        throw new IllegalStateException("the class path has no JAXB runtime", e);
      } finally {
        thread.setContextClassLoader(before);
      }
    }
  }
}
