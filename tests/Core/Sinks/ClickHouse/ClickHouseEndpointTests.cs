using Sluice.Core.Sinks.ClickHouse;

namespace Sluice.Tests.Sinks.ClickHouse;

public sealed class ClickHouseEndpointTests
{
    [Fact]
    public void Parse_FullUrl_TakesItApart()
    {
        var endpoint = ClickHouseEndpoint.Parse("http://wri%40ter:p%3Ass@box.example:8124/meta");
        Assert.Equal(("http://box.example:8124/", "meta", "wri@ter", "p:ss"), (endpoint.Url.ToString(), endpoint.Database, endpoint.User, endpoint.Password));
    }

    [Fact]
    public void ToString_Password_IsNotShown()
        => Assert.Equal("http://writer:***@box:8123/", ClickHouseEndpoint.Parse("http://writer:secret@box:8123/db").ToString());

    [Theory, InlineData("clickhouse://box"), InlineData("embedded:"), InlineData("http://box/a/b"), InlineData("box:8123")]
    public void Fault_WrongUrl_SaysWhatIsRight(string url) => Assert.NotNull(ClickHouseEndpoint.Fault(url));

    [Theory, InlineData("http://box:8123"), InlineData("https://u:p@box/db"), InlineData("embedded:out/meta")]
    public void Fault_GoodUrl_IsNull(string url) => Assert.Null(ClickHouseEndpoint.Fault(url));
}
