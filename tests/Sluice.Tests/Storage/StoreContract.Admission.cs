using Sluice.Server.Storage;
using Sluice.Server.Streams;

namespace Sluice.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Of_many_submissions_at_once_an_owner_gets_no_more_than_it_may_have()
    {
        await AddTenantAsync();
        var submissions = await Task.WhenAll(Enumerable.Range(0, 60).Select(
            _ => Task.Run(() => Store.SubmitAsync(Rows.Stream(), 7, Token))));

        Assert.Equal(7, submissions.Count(result => result.Status == SubmitStatus.Accepted));
        Assert.Equal(53, submissions.Count(result => result.Status == SubmitStatus.OwnerFull));
        Assert.Equal(7, (await Store.ListRunningAsync("acme", null, null, Token)).Count);
    }

    [Fact]
    public async Task An_owner_that_is_full_still_meets_duplicates_and_its_own_repeats()
    {
        await AddTenantAsync();
        var stream = await SubmitAsync();

        Assert.Equal(SubmitStatus.Accepted, (await Store.SubmitAsync(stream, 0, Token)).Status);
        var duplicate = await Store.SubmitAsync(Rows.Stream() with { SourceHash = stream.SourceHash }, 0, Token);
        Assert.Equal(new SubmitResult(SubmitStatus.Duplicate, stream.Id), duplicate);
        Assert.Equal(SubmitStatus.OwnerFull, (await Store.SubmitAsync(Rows.Stream(), 0, Token)).Status);
    }

    [Fact]
    public async Task A_close_makes_room_at_the_owner_at_once_and_other_owners_do_not_count()
    {
        await AddTenantAsync();
        var stream = await SubmitAsync();
        Assert.Equal(SubmitStatus.OwnerFull, (await Store.SubmitAsync(Rows.Stream(), 1, Token)).Status);
        Assert.Equal(SubmitStatus.Accepted, (await Store.SubmitAsync(Rows.Stream() with { Owner = "node2" }, 1, Token)).Status);

        await Store.CloseAsync(stream.Id, "acme", EndReason.ClosedByClient, Rows.Now, Token);

        Assert.Equal(SubmitStatus.Accepted, (await Store.SubmitAsync(Rows.Stream(), 1, Token)).Status);
    }
}
