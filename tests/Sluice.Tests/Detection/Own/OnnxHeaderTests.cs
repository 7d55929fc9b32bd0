using Sluice.Server.Detection.Nudity;
using Sluice.Server.Detection.Own;
using Sluice.Tests.Models;

namespace Sluice.Tests.Detection.Own;

public sealed class OnnxHeaderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-own-");

    private string File => Path.Combine(_folder.FullName, "model.onnx");

    [Fact]
    public void It_says_what_a_network_takes_and_gives()
    {
        ColourNetwork.Write(File, [-1, 3, 8, 16]);

        var header = OnnxHeader.Read(File);

        var input = Assert.Single(header.Inputs);
        Assert.Equal(("picture", OnnxTensor.Float), (input.Name, input.ElementType));
        Assert.Equal([-1, 3, 8, 16], input.Shape!);
        var output = Assert.Single(header.Outputs);
        Assert.Equal("colours", output.Name);
        Assert.Equal([-1, 3], output.Shape!);
    }

    [Fact]
    public void A_large_network_is_described_as_it_describes_itself()
    {
        var header = OnnxHeader.Read(ModelFiles.Onnx(NudityDetector.FirstFile));

        Assert.Equal([-1, 224, 224, 3], Assert.Single(header.Inputs).Shape!);
        Assert.Equal([-1, 5], Assert.Single(header.Outputs).Shape!);
    }

    [Fact]
    public void A_file_that_is_cut_off_anywhere_is_refused()
    {
        ColourNetwork.Write(File, [-1, 8, 8, 3]);
        var whole = System.IO.File.ReadAllBytes(File);

        for (var length = 0; length < whole.Length - 10; length++)
        {
            System.IO.File.WriteAllBytes(File, whole[..length]);
            Assert.Throws<InvalidDataException>(() => OnnxHeader.Read(File));
        }
    }

    [Fact]
    public void Whatever_bytes_a_file_holds_it_is_read_or_refused()
    {
        ColourNetwork.Write(File, [-1, 8, 8, 3]);
        var whole = System.IO.File.ReadAllBytes(File);
        var random = new Random(5);
        var refused = 0;
        for (var i = 0; i < 2000; i++)
        {
            var bytes = whole.ToArray();
            for (var changes = random.Next(1, 6); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            System.IO.File.WriteAllBytes(File, bytes);
            try
            {
                OnnxHeader.Read(File);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 100, 1999);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
