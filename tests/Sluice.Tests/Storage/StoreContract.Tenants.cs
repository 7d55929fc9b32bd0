using Sluice.Protocol;
using Sluice.Server.Api.Keys;
using Sluice.Server.Storage;

namespace Sluice.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_created_key_is_found_as_it_was_given()
    {
        var key = Rows.Key("acme");

        AssertSame(key, await Store.CreateKeyAsync(key, Token));
        AssertSame(key, await FindKeyAsync(key.AccessKey));
    }

    [Fact]
    public async Task An_unknown_key_is_null()
    {
        await AddTenantAsync();

        Assert.Null(await Store.FindKeyAsync("nobody", Token));
    }

    [Fact]
    public async Task A_second_key_of_a_tenant_gives_limits_and_an_application_and_leaves_secrets_and_language()
    {
        await AddTenantAsync();
        var second = new KeyRow
        {
            AccessKey = "second",
            Permissions = KeyPermissions.Query,
            CreatedAt = Rows.Now,
            Tenant = new TenantRow
            {
                Name = "acme",
                Applications = ["live", "default"],
                MaxQps = 7,
                MaxStreams = 3,
                FloodLimit = 6,
                SimilarityDedup = true,
                Language = MessageLanguage.English,
                SecretKey = "another",
                CallbackSecrets = ["whsec_another"],
            },
        };
        var tenant = Rows.Tenant("acme") with { Applications = ["default", "live"], MaxQps = 7, MaxStreams = 3, FloodLimit = 6, SimilarityDedup = true };

        AssertSame(second with { Tenant = tenant }, await Store.CreateKeyAsync(second, Token));
        AssertSame(second with { Tenant = tenant }, await FindKeyAsync("second"));
        AssertSame(Rows.Key("acme") with { Tenant = tenant }, await FindKeyAsync(Rows.AccessKeyOf("acme")));
    }

    [Fact]
    public async Task Limits_are_changed_one_by_one_for_every_key_of_the_tenant()
    {
        await AddTenantAsync();
        await AddTenantAsync("other");
        Assert.True(await Store.ChangeLimitsAsync("acme", new LimitChange { FloodLimit = 6, SimilarityDedup = true }, Token));
        AssertSame(Rows.Tenant("acme") with { FloodLimit = 6, SimilarityDedup = true }, (await FindKeyAsync(Rows.AccessKeyOf("acme"))).Tenant);

        Assert.True(await Store.ChangeLimitsAsync("acme", new LimitChange { MaxQps = 7, MaxStreams = 3, SimilarityDedup = false }, Token));
        AssertSame(
            Rows.Tenant("acme") with { MaxQps = 7, MaxStreams = 3, FloodLimit = 6 }, (await FindKeyAsync(Rows.AccessKeyOf("acme"))).Tenant);
        AssertSame(Rows.Tenant("other"), (await FindKeyAsync(Rows.AccessKeyOf("other"))).Tenant);
        Assert.False(await Store.ChangeLimitsAsync("nobody", new LimitChange { MaxQps = 7 }, Token));
    }

    [Fact]
    public async Task A_second_key_leaves_the_count_of_running_streams()
    {
        await AddTenantAsync();
        await SubmitAsync();
        await Store.CreateKeyAsync(Rows.Key("acme") with { AccessKey = "second" }, Token);

        Assert.Equal(1, await ActiveAsync());
    }

    [Fact]
    public async Task Creating_the_same_key_again_changes_nothing()
    {
        var key = Rows.Key("acme");
        await Store.CreateKeyAsync(key, Token);
        await Store.DisableKeyAsync(key.AccessKey, Token);

        AssertSame(key with { Enabled = false }, await Store.CreateKeyAsync(key, Token));
        Assert.Single(await Store.ListKeysAsync(Token));
    }

    [Fact]
    public async Task A_key_of_another_tenant_is_never_taken_over()
    {
        await AddTenantAsync();

        await Assert.ThrowsAsync<StoreException>(
            () => Store.CreateKeyAsync(Rows.Key("rival") with { AccessKey = Rows.AccessKeyOf("acme") }, Token));
        Assert.Equal("acme", (await FindKeyAsync(Rows.AccessKeyOf("acme"))).Tenant.Name);
        Assert.Single(await Store.ListKeysAsync(Token));
    }

    [Fact]
    public async Task A_disabled_key_is_found_and_is_disabled()
    {
        await AddTenantAsync();

        Assert.True(await Store.DisableKeyAsync(Rows.AccessKeyOf("acme"), Token));
        Assert.False((await FindKeyAsync(Rows.AccessKeyOf("acme"))).Enabled);
        Assert.True(await Store.DisableKeyAsync(Rows.AccessKeyOf("acme"), Token));
        Assert.False(await Store.DisableKeyAsync("nobody", Token));
    }

    [Fact]
    public async Task Keys_are_listed_by_tenant()
    {
        await AddTenantAsync("zeta");
        await AddTenantAsync("alpha");

        Assert.Equal(["alpha", "zeta"], (await Store.ListKeysAsync(Token)).Select(key => key.Tenant.Name));
    }

    [Fact]
    public async Task The_secrets_that_sign_a_tenants_callbacks_are_read_newest_first_and_none_of_an_unknown_tenant()
    {
        await AddTenantAsync();

        Assert.Equal(["whsec_bmV3", "whsec_b2xk"], await Store.FindCallbackSecretsAsync("acme", Token));
        Assert.Empty(await Store.FindCallbackSecretsAsync("nobody", Token));
    }

    [Fact]
    public async Task A_rotated_secret_is_first_and_the_one_before_it_stays_until_the_rotation_is_finished()
    {
        await AddTenantAsync();
        Assert.Equal(["whsec_bmV3"], await Store.FinishSecretRotationAsync("acme", Token));

        Assert.Equal(["whsec_MQ==", "whsec_bmV3"], await Store.RotateCallbackSecretAsync("acme", "whsec_MQ==", Token));
        Assert.Equal(["whsec_MQ==", "whsec_bmV3"], await Store.FindCallbackSecretsAsync("acme", Token));
        Assert.Equal(["whsec_MQ==", "whsec_bmV3"], (await FindKeyAsync(Rows.AccessKeyOf("acme"))).Tenant.CallbackSecrets);

        Assert.Equal(["whsec_MQ=="], await Store.FinishSecretRotationAsync("acme", Token));
        Assert.Equal(["whsec_MQ=="], await Store.FinishSecretRotationAsync("acme", Token));
        Assert.Equal(["whsec_MQ=="], await Store.FindCallbackSecretsAsync("acme", Token));
    }

    [Fact]
    public async Task A_rotation_drops_no_secret_that_another_rotation_keeps_and_can_be_repeated()
    {
        await AddTenantAsync();
        Assert.Equal(["whsec_bmV3", "whsec_b2xk"], await Store.RotateCallbackSecretAsync("acme", "whsec_MQ==", Token));

        await Store.FinishSecretRotationAsync("acme", Token);
        Assert.Equal(["whsec_bmV3"], await Store.RotateCallbackSecretAsync("acme", "whsec_bmV3", Token));
        await Store.RotateCallbackSecretAsync("acme", "whsec_MQ==", Token);
        Assert.Equal(["whsec_MQ==", "whsec_bmV3"], await Store.RotateCallbackSecretAsync("acme", "whsec_MQ==", Token));
    }

    [Fact]
    public async Task A_rotation_is_of_one_tenant_and_an_unknown_one_has_none()
    {
        await AddTenantAsync();
        await AddTenantAsync("rival");
        await Store.FinishSecretRotationAsync("acme", Token);
        await Store.RotateCallbackSecretAsync("acme", "whsec_MQ==", Token);

        Assert.Equal(["whsec_bmV3", "whsec_b2xk"], await Store.FindCallbackSecretsAsync("rival", Token));
        Assert.Null(await Store.RotateCallbackSecretAsync("nobody", "whsec_MQ==", Token));
        Assert.Null(await Store.FinishSecretRotationAsync("nobody", Token));
    }

    [Fact]
    public async Task A_rotated_secret_survives_a_crash()
    {
        await AddTenantAsync();
        await Store.FinishSecretRotationAsync("acme", Token);
        await Store.RotateCallbackSecretAsync("acme", "whsec_MQ==", Token);

        await using var after = OpenAfterCrash();
        await after.InitializeAsync(Token);

        Assert.Equal(["whsec_MQ==", "whsec_bmV3"], await after.FindCallbackSecretsAsync("acme", Token));
    }

    [Fact]
    public async Task Another_process_sees_a_key_at_once()
    {
        await using var other = Open();
        await other.InitializeAsync(Token);
        await AddTenantAsync();
        Assert.True((await other.FindKeyAsync(Rows.AccessKeyOf("acme"), Token))!.Enabled);

        await Store.DisableKeyAsync(Rows.AccessKeyOf("acme"), Token);

        Assert.False((await other.FindKeyAsync(Rows.AccessKeyOf("acme"), Token))!.Enabled);
    }
}
