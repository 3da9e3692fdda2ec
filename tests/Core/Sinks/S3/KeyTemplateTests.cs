using Sluice.Abstractions;
using Sluice.Core.Sinks.S3;

namespace Sluice.Tests.Sinks.S3;

public sealed class KeyTemplateTests
{
    private static readonly FrameInfo Frame = new()
    {
        Source = "gate/1",
        Id = Guid.Parse("0199aa00-0000-7000-8000-000000000001"),
        Index = 42,
        CapturedAt = new(2026, 1, 31, 12, 0, 1, 250, TimeSpan.Zero),
        ArrivedTimestamp = 0,
    };

    [Theory]
    [InlineData("{engine}/{source}/{date}/{time}-{frame}-{id}.jpg", "shot.jpg", "box-01/gate_1/2026-01-31/20260131T120001.250Z-00000042-0199aa00-0000-7000-8000-000000000001.jpg")]
    [InlineData("{engine}/{id}.jpg", "clip.mp4", "box-01/0199aa00-0000-7000-8000-000000000001.mp4")]
    [InlineData("{source}/{name}", "/out/a/20260131.png", "gate_1/20260131.png")]
    public void Of_Frame_FillsPlacesAndKeepsTheFilesEnding(string template, string file, string key)
        => Assert.Equal(key, new KeyTemplate(template, "box-01").Of(Frame, file));

    [Theory]
    [InlineData("{engine}/{sorce}/{id}", "'{sorce}'")]
    [InlineData("{engine}/{source}", "the same key")]
    [InlineData("/{id}", "empty part")]
    [InlineData("../{id}", "'..'")]
    public void Check_FaultyTemplate_IsNamed(string template, string words)
    {
        var fault = Assert.Single(new S3Factory().Check((object)new S3Options { Bucket = "shots", Key = template }));
        Assert.Equal("key", fault.Key);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://host", "endpoint")]
    [InlineData("http://user:secret@host:9000", "endpoint")]
    [InlineData("http://host:9000/bucket", "endpoint")]
    public void Check_FaultyEndpoint_IsNamedWithoutItsSecret(string endpoint, string key)
    {
        var fault = Assert.Single(new S3Factory().Check((object)new S3Options { Bucket = "shots", Endpoint = endpoint }));
        Assert.Equal(key, fault.Key);
        Assert.DoesNotContain("secret@", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_KeyWithoutSecret_IsNamed()
        => Assert.Equal("secret_key", Assert.Single(new S3Factory().Check((object)new S3Options { Bucket = "shots", AccessKey = "AKIA" })).Key);

    [Fact]
    public void ToString_Options_ShowsNoSecret()
    {
        var text = new S3Options { Bucket = "shots", AccessKey = "AKIA-1", SecretKey = "very-secret", SessionToken = "token-1" }.ToString();
        foreach (var secret in new[] { "AKIA-1", "very-secret", "token-1" }) Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        Assert.Contains("shots", text, StringComparison.Ordinal);
    }
}
