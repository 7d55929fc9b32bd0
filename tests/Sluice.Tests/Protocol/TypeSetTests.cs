using Sluice.Protocol;

namespace Sluice.Tests.Protocol;

public sealed class TypeSetTests
{
    [Theory]
    [InlineData("POLITY")]
    [InlineData("POLITY_EROTIC")]
    [InlineData("QRCODE_IMGTEXTRISK_ADVERT_VIOLENT")]
    public void Image_types_are_joined_by_underscores_and_keep_their_order(string joined)
    {
        Assert.True(TypeSet.TryParse(joined, TypeVocabulary.ImageRisk, out var set, out var unknown));
        Assert.Equal(joined, set.ToString());
        Assert.Equal(joined.Split('_'), set);
        Assert.Null(unknown);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("POLITY_", "")]
    [InlineData("polity", "polity")]
    [InlineData("POLITY_MOAN", "MOAN")]
    [InlineData("POLITY EROTIC", "POLITY EROTIC")]
    public void A_name_that_is_no_image_type_is_named(string joined, string expected)
    {
        Assert.False(TypeSet.TryParse(joined, TypeVocabulary.ImageRisk, out _, out var unknown));
        Assert.Equal(expected, unknown);
    }

    [Fact]
    public void A_type_given_twice_counts_once()
    {
        Assert.True(TypeSet.TryParse("EROTIC_QRCODE_EROTIC", TypeVocabulary.ImageRisk, out var set, out _));
        Assert.Equal("EROTIC_QRCODE", set.ToString());
    }

    [Fact]
    public void Sets_with_the_same_names_are_equal_in_any_order()
    {
        TypeSet.TryParse("EROTIC_QRCODE", TypeVocabulary.ImageRisk, out var one, out _);
        TypeSet.TryParse("QRCODE_EROTIC", TypeVocabulary.ImageRisk, out var other, out _);
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
    }

    [Theory]
    [InlineData("AGE_GENDER_FACEDETECTION", true)]
    [InlineData("Age", false)]
    [InlineData("AGE__GENDER", false)]
    public void Business_types_of_frames_are_an_open_vocabulary(string joined, bool accepted) =>
        Assert.Equal(accepted, TypeSet.TryParse(joined, TypeVocabulary.ImageBusiness, out _, out _));
}
