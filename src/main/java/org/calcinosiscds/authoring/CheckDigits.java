package org.calcinosiscds.authoring;

import java.util.Map;

/** Whether the last digit of a code fits the others, where its code system computes it from them. */
final class CheckDigits {
    private static final Map<String, CheckDigits.Rule> RULES =
            Map.of("http://snomed.info/sct", CheckDigits::isVerhoeff, "http://loinc.org", CheckDigits::isLuhn);

    /** Products of the dihedral group D5, and how a digit is permuted at each place (Verhoeff 1969). */
    private static final String[] PRODUCT = {
        "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
        "5987604321", "6598710432", "7659821043", "8765932104", "9876543210"
    };

    private static final String[] PERMUTATION = {
        "0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258"
    };

    private interface Rule {
        boolean fits(String code);
    }

    private CheckDigits() {}

    /** Also true of code systems without check digits. */
    static boolean fit(String system, String code) {
        Rule rule = RULES.get(system);
        return rule == null || rule.fits(code);
    }

    private static boolean isVerhoeff(String code) {
        if (!code.matches("\\d{6,18}")) {
            return false;
        }
        int check = 0;
        for (int i = 0; i < code.length(); i++) {
            int digit = code.charAt(code.length() - 1 - i) - '0';
            check = PRODUCT[check].charAt(PERMUTATION[i % PERMUTATION.length].charAt(digit) - '0') - '0';
        }
        return check == 0;
    }

    /** Of terms; parts and answers (LP..., LA...) have another digit. */
    private static boolean isLuhn(String code) {
        if (!code.matches("\\d{1,7}-\\d")) {
            return code.matches("L[A-Z]\\d+-\\d|[A-Z]+");
        }
        String digits = code.replaceAll("\\D", "");
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighted = i % 2 == 0 ? digit : 2 * digit;
            sum += weighted / 10 + weighted % 10;
        }
        return sum % 10 == 0;
    }
}
