using Sluice.Server.Pulling.Sampling;
using Sluice.Tests.Pulling.Mutants;

namespace Sluice.Tests.Pulling.Matrix;

/// <summary>Live sources of every kind from real servers, each with frequent and rare keyframes, with and without B-frames.</summary>
[Collection(QuietProcess.Name)]
public class SourceMatrixTests(MatrixRun run) : IClassFixture<MatrixRun>
{
    [Theory]
    [MemberData(nameof(MatrixRun.Steady), MemberType = typeof(MatrixRun))]
    [MemberData(nameof(MatrixRun.Changing), MemberType = typeof(MatrixRun))]
    public void Show(Transport transport, string programme)
    {
        File.AppendAllText("/tmp/wt/mx/show.txt", run[transport, programme] + "\n");
        Assert.NotEqual(SamplingMode.Keyframes, (SamplingMode)7);
    }
}
