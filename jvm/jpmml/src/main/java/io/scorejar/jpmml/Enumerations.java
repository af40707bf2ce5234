package io.scorejar.jpmml;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlEnumValue;
import jakarta.xml.bind.annotation.XmlRootElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jpmml.model.JAXBUtil;
import org.xml.sax.Attributes;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.XMLFilterImpl;

/**
 * Refuses words that PMML does not have where it lists the words it has, as in {@code
 * usageType="activ"}. JAXB leaves such an attribute out without a word, so that its default counts.
 */
final class Enumerations extends XMLFilterImpl {

  /** Words by attribute by element, as JPMML's classes are annotated. */
  private static final Map<String, Map<String, Set<String>>> WORDS = words();

  private Locator locator;

  @Override
  public void setDocumentLocator(Locator where) {
    locator = where;
    super.setDocumentLocator(where);
  }

  @Override
  public void startElement(String uri, String localName, String qName, Attributes attributes)
      throws SAXException {
    Map<String, Set<String>> listed = WORDS.getOrDefault(localName, Map.of());
    for (int i = 0; i < attributes.getLength() && !listed.isEmpty(); i++) {
      Set<String> words = listed.get(attributes.getLocalName(i));
      if (words != null && !words.contains(attributes.getValue(i).strip())) {
        throw new PmmlGate.Refusal(
            "%s@%s: expected one of %s, got '%s' (line %d)"
                .formatted(
                    localName,
                    attributes.getLocalName(i),
                    String.join(", ", words),
                    attributes.getValue(i),
                    locator.getLineNumber()));
      }
    }
    super.startElement(uri, localName, qName, attributes);
  }

  private static Map<String, Map<String, Set<String>>> words() {
    Map<String, Map<String, Set<String>>> words = new HashMap<>();
    for (Class<?> factory : JAXBUtil.getObjectFactoryClasses()) {
      for (Method method : factory.getMethods()) {
        XmlRootElement element = method.getReturnType().getAnnotation(XmlRootElement.class);
        if (element != null) {
          add(method.getReturnType(), words.computeIfAbsent(element.name(), e -> new HashMap<>()));
        }
      }
    }
    return words;
  }

  private static void add(Class<?> type, Map<String, Set<String>> words) {
    for (Class<?> part = type; part != Object.class; part = part.getSuperclass()) {
      for (Field field : part.getDeclaredFields()) {
        XmlAttribute attribute = field.getAnnotation(XmlAttribute.class);
        if (attribute != null && field.getType().isEnum()) {
          words.computeIfAbsent(attribute.name(), a -> new LinkedHashSet<>()).addAll(of(field));
        }
      }
    }
  }

  private static Set<String> of(Field attribute) {
    Set<String> words = new LinkedHashSet<>();
    for (Field constant : attribute.getType().getFields()) {
      XmlEnumValue word = constant.getAnnotation(XmlEnumValue.class);
      if (constant.isEnumConstant()) {
        words.add(word == null ? constant.getName() : word.value());
      }
    }
    return words;
  }
}
