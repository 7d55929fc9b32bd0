using System.Text;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Paddings;
using Org.BouncyCastle.Crypto.Parameters;

namespace Sluice.Server.Api.Submission;

/// <summary>
/// Encrypted <c>data</c> (protocol §3, encryptType): Base64 of SM4-CBC with PKCS7 padding over the JSON text; the key is the
/// first 16 bytes of the tenant's secret key, the IV is 16 zero bytes.
/// </summary>
internal static class Sm4Data
{
    private const int BlockBytes = 16;

    /// <summary>The JSON text, or null when it does not decrypt.</summary>
    public static byte[]? Decrypt(string base64, string secretKey)
    {
        var cipherText = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, cipherText, out var length) || length == 0 || length % BlockBytes != 0)
        {
            return null;
        }

        try
        {
            return Cipher(secretKey, encrypt: false).DoFinal(cipherText, 0, length);
        }
        catch (InvalidCipherTextException)
        {
            return null;
        }
    }

    /// <summary>What a client sends.</summary>
    public static string Encrypt(ReadOnlySpan<byte> json, string secretKey) =>
        Convert.ToBase64String(Cipher(secretKey, encrypt: true).DoFinal(json.ToArray()));

    private static PaddedBufferedBlockCipher Cipher(string secretKey, bool encrypt)
    {
        var cipher = new PaddedBufferedBlockCipher(new CbcBlockCipher(new SM4Engine()), new Pkcs7Padding());
        var key = new KeyParameter(Encoding.UTF8.GetBytes(secretKey)[..BlockBytes]);
        cipher.Init(encrypt, new ParametersWithIV(key, new byte[BlockBytes]));
        return cipher;
    }
}
