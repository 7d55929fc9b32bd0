using Sluice.Protocol;

namespace Sluice.Tests.Protocol;

public sealed class ResponseMessagesTests
{
    [Theory]
    [InlineData(1100, "Success", "成功")]
    [InlineData(1901, "QPS limit exceeded", "QPS超限")]
    [InlineData(1902, "Invalid parameters", "参数不合法")]
    [InlineData(1903, "Service failure", "服务失败")]
    [InlineData(1904, "Stream count limit exceeded", "流路数超限")]
    [InlineData(9101, "Unauthorized operation", "无权限操作")]
    public void Every_code_has_its_message_in_both_languages(int code, string english, string chinese)
    {
        Assert.Equal(english, ResponseMessages.Of((ResponseCode)code, MessageLanguage.English));
        Assert.Equal(chinese, ResponseMessages.Of((ResponseCode)code, MessageLanguage.Chinese));
        Assert.True(Enum.IsDefined((ResponseCode)code));
    }

    [Fact]
    public void There_are_no_other_codes() => Assert.Equal(6, Enum.GetValues<ResponseCode>().Length);
}
