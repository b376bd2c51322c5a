import java.io.FileInputStream;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.TestAssertion.Status;

/** Judges PDFs by the rules of some standards (ua1, 2a, ...): one line, "file: standard: clause: what", for each that is broken. */
class VeraPdf {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String standard : arguments[0].split(",")) {
            var flavour = PDFAFlavour.byFlavourId(standard);
            for (int number = 1; number < arguments.length; number++) {
                judge(arguments[number], standard, flavour);
            }
        }
    }

    private static void judge(String file, String standard, PDFAFlavour flavour) throws Exception {
        var foundry = Foundries.defaultInstance();
        var broken = new TreeSet<String>();
        try (var content = new FileInputStream(file);
                PDFAParser parser = foundry.createParser(content, flavour);
                PDFAValidator validator = foundry.createValidator(flavour, false)) {
            var result = validator.validate(parser);
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == Status.FAILED) {
                    broken.add(assertion.getRuleId().getClause() + ": " + assertion.getMessage());
                }
            }
            if (!result.isCompliant() && broken.isEmpty()) {
                broken.add("not compliant");
            }
        }
        for (String rule : broken) {
            System.out.println(file + ": " + standard + ": " + rule.replace('\n', ' '));
        }
    }
}
