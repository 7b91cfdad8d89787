package org.calcinosiscds.population;

import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.crypto.DecryptionPropertiesFactory;
import org.apache.parquet.crypto.EncryptionPropertiesFactory;
import org.apache.parquet.crypto.FileDecryptionProperties;
import org.apache.parquet.crypto.FileEncryptionProperties;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Encrypts scratch files of Parquet, all columns and the footer, and what Spark itself writes; public, as Parquet makes one by its name. */
public final class ScratchEncryption implements EncryptionPropertiesFactory, DecryptionPropertiesFactory {
    /** Where Hadoop has the key. Spark's log of events and its pages leave out the values of names with this word. */
    private static final String KEY = "calcinosis.scratch.secret";

    /** Has Spark use it. */
    static void use(SparkConf conf, ScratchKey key) {
        conf.set("spark.io.encryption.enabled", "true")
                .set("spark.io.encryption.keySizeBits", "256")
                .set("spark.hadoop." + KEY, key.digits());
    }

    /** Options with which Spark reads and writes scratch files; none where there is no key. */
    static Map<String, String> options(SparkSession spark) {
        return spark.sparkContext().hadoopConfiguration().get(KEY) == null
                ? Map.of()
                : Map.of(
                        EncryptionPropertiesFactory.CRYPTO_FACTORY_CLASS_PROPERTY_NAME,
                        ScratchEncryption.class.getName());
    }

    @Override
    public FileEncryptionProperties getFileEncryptionProperties(
            Configuration conf, Path file, WriteSupport.WriteContext context) {
        return FileEncryptionProperties.builder(key(conf)).build();
    }

    @Override
    public FileDecryptionProperties getFileDecryptionProperties(Configuration conf, Path file) {
        return FileDecryptionProperties.builder().withFooterKey(key(conf)).build();
    }

    private static byte[] key(Configuration conf) {
        return HexFormat.of().parseHex(Objects.requireNonNull(conf.get(KEY)));
    }
}
