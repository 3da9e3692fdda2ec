using System.Text;
using System.Text.Json;
using Sluice.Core.Sinks.Webhook;

namespace Sluice.Tests.Sinks.Webhook;

public sealed class WebhookBodyTests
{
    private static readonly WebhookMessage Message = new()
    {
        Topic = "event",
        Kind = "enter",
        Engine = "box-01",
        Source = "gate",
        At = SinkFixture.Noon,
        Suppressed = 4,
        Facts = new Dictionary<string, string> { ["place"] = "yard <b> & \"q\"", ["label"] = "person", ["track"] = "7" },
        Details = "{\"kind\":\"enter\",\"values\":{}}"u8.ToArray(),
    };

    private const string Words = "gate: enter at yard <b> & \"q\": person #7 (and 4 more before) [box-01, 2026-01-31T12:00:00Z]";

    [Fact]
    public void Write_Json_HoldsAllThatIsKnown()
    {
        var id = Guid.CreateVersion7();
        using var json = Parse(new() { Template = WebhookTemplate.Json }, id);
        var root = json.RootElement;
        Assert.Equal(1, root.GetProperty("version").GetInt32());
        Assert.Equal(id, root.GetProperty("id").GetGuid());
        Assert.Equal(("event", "enter", "box-01", "gate"), (Text(root, "topic"), Text(root, "kind"), Text(root, "engine"), Text(root, "source")));
        Assert.Equal(4, root.GetProperty("suppressed").GetInt32());
        Assert.Equal("enter", Text(root.GetProperty("event"), "kind"));
        Assert.Equal(Words, Text(root, "text"));
    }

    [Fact]
    public void Write_Slack_EscapesItsMarks()
    {
        using var json = Parse(new() { Template = WebhookTemplate.Slack });
        Assert.Equal(Words.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal), Text(json.RootElement, "text"));
    }

    [Fact]
    public void Write_Discord_MentionsNobody()
    {
        using var json = Parse(new() { Template = WebhookTemplate.Discord, Text = "@everyone {source}" });
        Assert.Equal("@everyone gate", Text(json.RootElement, "content"));
        Assert.Equal(0, json.RootElement.GetProperty("allowed_mentions").GetProperty("parse").GetArrayLength());
    }

    [Fact]
    public void Write_Teams_IsAnAdaptiveCard()
    {
        using var json = Parse(new() { Template = WebhookTemplate.Teams });
        var card = json.RootElement.GetProperty("attachments")[0];
        Assert.Equal("application/vnd.microsoft.card.adaptive", Text(card, "contentType"));
        Assert.Equal(Words, Text(card.GetProperty("content").GetProperty("body")[0], "text"));
    }

    [Fact]
    public void Write_Ntfy_IsPlainText()
    {
        var body = new WebhookBody(new() { Template = WebhookTemplate.Ntfy });
        Assert.Equal(Words, Encoding.UTF8.GetString(body.Write(Message, Guid.Empty)));
        Assert.Equal("text/plain; charset=utf-8", body.ContentType);
    }

    [Fact]
    public void Write_CustomJson_EscapesValues()
    {
        using var json = Parse(new() { Template = WebhookTemplate.Custom, Body = "{\"m\": \"{text}\", \"where\": {\"place\": \"{place}\"}, \"n\": {suppressed}}" });
        Assert.Equal(Words, Text(json.RootElement, "m"));
        Assert.Equal("yard <b> & \"q\"", Text(json.RootElement.GetProperty("where"), "place"));
        Assert.Equal(4, json.RootElement.GetProperty("n").GetInt32());
    }

    [Fact]
    public void Write_LongText_IsCutToWhatReceiversTake()
    {
        var body = new WebhookBody(new() { Template = WebhookTemplate.Text, Text = new string('x', 5000) });
        Assert.Equal(2000, body.Write(Message, Guid.Empty).Length);
    }

    [Theory]
    [InlineData(WebhookTemplate.Slack, "{sorce} moved", null, "text")]
    [InlineData(WebhookTemplate.Json, "words", null, "text")]
    [InlineData(WebhookTemplate.Custom, null, null, "body")]
    [InlineData(WebhookTemplate.Custom, null, "{\"a\": {source}", "body")]
    [InlineData(WebhookTemplate.Custom, null, "{\"a\": \"{nothing}\"}", "body")]
    [InlineData(WebhookTemplate.Slack, null, "{}", "body")]
    public void Check_FaultyText_IsNamed(WebhookTemplate template, string? text, string? body, string key)
        => Assert.Equal(key, Assert.Single(Check(new() { Url = "https://host/x", Template = template, Text = text, Body = body })).Key);

    [Theory]
    [InlineData("hooks.example/T0/secret-part", "url")]
    [InlineData("https://user:secret-part@host/", "url")]
    [InlineData("file:///secret-part", "url")]
    public void Check_FaultyUrl_IsNamedWithoutBeingShown(string url, string key)
    {
        var fault = Assert.Single(Check(new() { Url = url }));
        Assert.Equal(key, fault.Key);
        Assert.DoesNotContain("secret-part", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sluice-Signature", "x")]
    [InlineData("Content-Type", "x")]
    [InlineData("bad name", "x")]
    [InlineData("X-Two", "a\nb")]
    public void Check_FaultyHeader_IsNamed(string name, string value)
        => Assert.Equal("headers", Assert.Single(Check(new() { Url = "https://host/", Headers = new Dictionary<string, string> { [name] = value } })).Key);

    [Fact]
    public void ToString_Options_ShowsNoSecret()
    {
        var text = new WebhookOptions { Url = "https://host/secret-part", Secret = "secret-key-1", Headers = new Dictionary<string, string> { ["Authorization"] = "secret-token" } }.ToString();
        Assert.DoesNotContain("secret", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Signature_OfABody_IsTheHmacOfTimestampAndBody()
    {
        // Computed with: printf '1767225600.{"a":1}' | openssl dgst -sha256 -hmac 'correct horse'
        Assert.Equal("sha256=d50bba6be614dd52ea9f970efad9b7ec3004382f28bc15cf25091b9ab694ce49", WebhookSignature.Of("correct horse", "1767225600", "{\"a\":1}"u8));
    }

    private static IEnumerable<(string Key, string Message)> Check(WebhookOptions options) => new WebhookFactory().Check((object)options);

    private static JsonDocument Parse(WebhookOptions options, Guid id = default) => JsonDocument.Parse(new WebhookBody(options).Write(Message, id));

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
