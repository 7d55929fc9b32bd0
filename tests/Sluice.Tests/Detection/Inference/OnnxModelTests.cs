using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Detection.Inference;
using Sluice.Server.Detection.Nudity;
using Sluice.Tests.Models;

namespace Sluice.Tests.Detection.Inference;

public sealed class OnnxModelTests : IDisposable
{
    private const int Side = 224;
    private readonly FakeTimeProvider _time = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-models-");
    private readonly List<string> _failures = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void It_is_loaded_when_it_is_first_used()
    {
        using var model = Model(ModelFiles.Onnx(NudityDetector.FirstFile));

        Assert.False(model.IsLoaded);
        model.Try();
        Assert.True(model.IsLoaded);
    }

    [Fact]
    public void Pictures_judged_together_get_the_numbers_that_each_gets_alone()
    {
        using var model = Model(ModelFiles.Onnx(NudityDetector.FirstFile));
        var (one, other) = (ReferencePicture.Draw("blobs", Side), ReferencePicture.Draw("noise", Side));

        var together = model.Run((float[])[.. one, .. other], 2, Cancellation)[0];

        float[] alone = [.. model.Run(one, 1, Cancellation)[0], .. model.Run(other, 1, Cancellation)[0]];
        Assert.Equal(alone.Length, together.Length);
        Assert.All(alone.Zip(together), pair => Assert.Equal(pair.First, pair.Second, 0.00001f));
    }

    [Fact]
    public void A_file_that_is_missing_is_named()
    {
        using var model = Model(Path.Combine(_folder.FullName, "gone.onnx"));

        var failure = Assert.Throws<ModelException>(model.Try);

        Assert.StartsWith(Path.Combine(_folder.FullName, "gone.onnx") + " is missing", failure.Message);
    }

    [Fact]
    public void A_file_with_other_bytes_than_its_sum_says_is_damaged()
    {
        var file = Copy(bytes => bytes[bytes.Length / 2] ^= 0x10);
        File.Copy(ModelFiles.Onnx(NudityDetector.FirstFile) + ".sha256", file + ".sha256");
        using var model = Model(file);

        Assert.StartsWith($"{file} is damaged", Assert.Throws<ModelException>(model.Try).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5000)]
    [InlineData(5_000_000)]
    public void A_file_without_a_sum_that_is_cut_off_cannot_be_used(int length)
    {
        var file = Copy(bytes => bytes, length);
        using var model = Model(file);

        Assert.StartsWith($"{file} cannot be used: ", Assert.Throws<ModelException>(model.Try).Message);
    }

    [Fact]
    public void A_model_of_other_pictures_is_not_used()
    {
        var file = ModelFiles.Onnx(NudityDetector.FirstFile);
        using var model = new OnnxModel(file, ModelShape.Square(299, NudityScores.Count), 1, _time);

        Assert.StartsWith($"{file} is another model: it takes [-1, 224, 224, 3]", Assert.Throws<ModelException>(model.Try).Message);
    }

    [Fact]
    public void One_that_failed_is_tried_again_after_a_minute_and_told_of_each_time()
    {
        var file = Path.Combine(_folder.FullName, "model.onnx");
        using var model = Model(file);

        Assert.Throws<ModelException>(model.Try);
        File.Copy(ModelFiles.Onnx(NudityDetector.FirstFile), file);
        _time.Advance(OnnxModel.RetryAfter - TimeSpan.FromSeconds(1));
        Assert.Throws<ModelException>(model.Try);
        Assert.Single(_failures);
        _time.Advance(TimeSpan.FromSeconds(1));
        model.Try();

        Assert.True(model.IsLoaded);
        Assert.Equal(["model.onnx"], _failures);
    }

    [Fact]
    public void A_call_that_is_cancelled_ends_within_the_network()
    {
        using var model = Model(ModelFiles.Onnx(NudityDetector.FirstFile));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => model.Run(ReferencePicture.Draw("blobs", Side), 1, cancelled.Token));
        model.Try();
    }

    [Fact]
    public void One_that_is_disposed_of_is_not_used_again()
    {
        var model = Model(ModelFiles.Onnx(NudityDetector.FirstFile));
        model.Try();
        model.Dispose();
        model.Dispose();

        Assert.False(model.IsLoaded);
        Assert.Throws<ObjectDisposedException>(model.Try);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private OnnxModel Model(string file) => new(file, ModelShape.Square(Side, NudityScores.Count), 1, _time, (model, _) => _failures.Add(model.Name));

    private string Copy(Action<byte[]> change) => Copy(bytes =>
    {
        change(bytes);
        return bytes;
    }, int.MaxValue);

    private string Copy(Func<byte[], byte[]> change, int length)
    {
        var file = Path.Combine(_folder.FullName, "model.onnx");
        var bytes = change(File.ReadAllBytes(ModelFiles.Onnx(NudityDetector.FirstFile)));
        File.WriteAllBytes(file, bytes[..Math.Min(length, bytes.Length)]);
        return file;
    }
}
