package io.scorejar.jpmml;

import java.io.Serial;
import java.util.stream.Stream;
import org.dmg.pmml.Version;
import org.xml.sax.Attributes;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.XMLFilterImpl;

/** Lets through what is PMML of a known version and not too deep; the first filter of a reader. */
final class PmmlGate extends XMLFilterImpl {

  /** Trees nest one element a level; what walks them afterwards needs stack for each. */
  static final int DEEPEST = 1000;

  private static final String NAMESPACES = "http://www.dmg.org/PMML-";

  private int depth;
  private Locator locator;

  /** Why a document is not let through, in words for whoever wrote it. */
  static final class Refusal extends SAXException {

    @Serial private static final long serialVersionUID = 1;

    Refusal(String message) {
      super(message);
    }
  }

  @Override
  public void setDocumentLocator(Locator where) {
    locator = where;
    super.setDocumentLocator(where);
  }

  @Override
  public void startPrefixMapping(String prefix, String uri) throws SAXException {
    // JPMML's own filter comes next and fails on a default namespace that it does not know.
    if (prefix.isEmpty() && !uri.isEmpty()) {
      checkNamespace(uri);
    }
    super.startPrefixMapping(prefix, uri);
  }

  @Override
  public void startElement(String uri, String localName, String qName, Attributes attributes)
      throws SAXException {
    if (depth == 0) {
      checkRoot(uri, localName, attributes.getValue("version"));
    }
    depth++;
    if (depth > DEEPEST) {
      throw new Refusal(
          "expected PMML of at most " + DEEPEST + " levels of elements, got more" + place());
    }
    super.startElement(uri, localName, qName, attributes);
  }

  @Override
  public void endElement(String uri, String localName, String qName) throws SAXException {
    depth--;
    super.endElement(uri, localName, qName);
  }

  private void checkRoot(String uri, String localName, String version) throws Refusal {
    if (!localName.equals("PMML")) {
      throw new Refusal("expected PMML, got XML with the root element " + localName + place());
    }
    checkNamespace(uri);
    if (version == null) {
      throw new Refusal("expected PMML that says its version, got none" + place());
    }
    if (Stream.of(Version.values()).noneMatch(known -> isOf(version, known))) {
      throw new Refusal("expected PMML 3.0 to 4.4, got version " + version + place());
    }
  }

  private static boolean isOf(String version, Version known) {
    return known.isStandard()
        && (version.equals(known.getVersion()) || version.startsWith(known.getVersion() + "."));
  }

  private void checkNamespace(String uri) throws Refusal {
    for (Version version : Version.values()) {
      if (version.isStandard() && uri.equals(version.getNamespaceURI())) {
        return;
      }
    }
    String got =
        uri.startsWith(NAMESPACES)
            ? "version " + uri.substring(NAMESPACES.length()).replace('_', '.')
            : uri.isEmpty() ? "no namespace" : "the namespace " + uri;
    throw new Refusal("expected PMML 3.0 to 4.4, got " + got + place());
  }

  private String place() {
    return locator == null ? "" : " (line " + locator.getLineNumber() + ")";
  }
}
