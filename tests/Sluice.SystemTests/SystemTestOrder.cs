using Sluice.SystemTests;
using Sluice.SystemTests.Closes;
using Sluice.SystemTests.Crashes;
using Sluice.SystemTests.Failures;
using Sluice.SystemTests.Receivers;
using Sluice.SystemTests.Restarts;
using Sluice.SystemTests.StoreFailures;
using Sluice.Testing;

[assembly: TestCollectionOrderer(typeof(SystemTestOrder))]

namespace Sluice.SystemTests;

public sealed class SystemTestOrder() : LongestFirst(
    nameof(KillTests),
    nameof(StoreFailureTests),
    nameof(ClosesTests),
    nameof(RecordedSourceTests),
    nameof(DeliveryTests),
    nameof(RestartTests));
