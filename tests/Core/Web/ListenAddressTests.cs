using Sluice.Core.Web;

namespace Sluice.Tests.Web;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:9464", "127.0.0.1:9464")]
    [InlineData("localhost:9464", "127.0.0.1:9464")]
    [InlineData("0.0.0.0:0", "0.0.0.0:0")]
    [InlineData("[::]:9464", "[::]:9464")]
    public void Parse_AddressWithPort_IsRead(string address, string endpoint) => Assert.Equal(endpoint, ListenAddress.Parse(address).ToString());

    [Theory, InlineData(""), InlineData("9464"), InlineData("0.0.0.0"), InlineData("::1"), InlineData("::1:9464"), InlineData("[::1]"), InlineData("box.example:9464"), InlineData("0.0.0.0:99999")]
    public void Parse_NoAddressWithPort_SaysWhatWouldBeOne(string address)
    {
        var fault = Assert.Throws<ArgumentException>(() => ListenAddress.Parse(address));

        Assert.StartsWith($"'{address}' is no address with a port; 127.0.0.1:9464 would be one", fault.Message, StringComparison.Ordinal);
    }
}
