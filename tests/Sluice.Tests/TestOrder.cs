using Sluice.Testing;
using Sluice.Tests;
using Sluice.Tests.Pulling;
using Sluice.Tests.Pulling.Failures;
using Sluice.Tests.Pulling.Mutants;
using Sluice.Tests.Pulling.Playlists;
using Sluice.Tests.Pulling.Sampling;
using Sluice.Tests.Ssrf;

[assembly: TestCollectionOrderer(typeof(TestOrder))]

namespace Sluice.Tests;

public sealed class TestOrder() : LongestFirst(
    nameof(FailureTableTests),
    nameof(SsrfTests),
    nameof(FfmpegPullerTests),
    nameof(ModeSwitchTests),
    nameof(MutantTests),
    nameof(PictureTests),
    nameof(HlsFormTests),
    nameof(MonoTests));
