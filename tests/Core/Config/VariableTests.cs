using Sluice.Core.Config;

namespace Sluice.Tests.Config;

public sealed class VariableTests
{
    private static readonly Dictionary<string, string> Environment = new() { ["NAME"] = "north gate", ["N"] = "4", ["EMPTY"] = "" };

    [Theory]
    [InlineData("${NAME}", "north gate")]
    [InlineData("the ${NAME}, ${N}", "the north gate, 4")]
    [InlineData("${UNSET:-south}", "south")]
    [InlineData("${EMPTY:-south}", "south")]
    [InlineData("${NAME:-south}", "north gate")]
    [InlineData("${EMPTY}.", ".")]
    [InlineData("$${NAME}", "${NAME}")]
    [InlineData("5$ and $$", "5$ and $")]
    public void Variable_InAText_IsFilledIn(string written, string text) => Assert.Equal(text, Options($"text: \"{written}\"").Text);

    [Fact]
    public void Variable_ForANumber_IsReadByItsType() => Assert.Equal(4, Options("whole: \"${N}\"").Whole);

    [Fact]
    public void Variable_WithColonsAndHashes_IsNotReadAsYaml()
        => Assert.Equal("a: b # c", GraphText.Load(Graph("text: \"${ODD}\""), new Dictionary<string, string> { ["ODD"] = "a: b # c" })
            .Stages[0].Options is TestStages.EverythingOptions options ? options.Text : null);

    [Fact]
    public void Errors_OfAFilledValue_ShowTheVariable()
        => Assert.Contains("found '${NAME}'", Assert.Single(GraphText.ErrorsOf(Graph("whole: \"${NAME}\""), Environment)), StringComparison.Ordinal);

    [Fact]
    public void Secrets_OfALoad_RedactValuesAndPasswords()
    {
        var graph = GraphText.Load(Graph("text: \"${NAME}\""), Environment);

        Assert.Equal("cannot open ${NAME}: rtsp://a:***@host/1", graph.Secrets.Redact("cannot open north gate: rtsp://a:b@host/1"));
    }

    [Theory]
    [InlineData("rtsp://user:pass@host:554/1", "rtsp://user:***@host:554/1")]
    [InlineData("rtsp://user:p@ss/word@host/1 failed", "rtsp://user:***@host/1 failed")]
    [InlineData("'http://u:p@h/' and \"nats://u:p@h\"", "'http://u:***@h/' and \"nats://u:***@h\"")]
    [InlineData("http://host:8123/path@2", "http://host:8123/path@2")]
    [InlineData("https://h/x?token=abc&n=1", "https://h/x?token=***&n=1")]
    [InlineData("no uri: a:b@c", "no uri: a:b@c")]
    public void MaskUris_Passwords_AreGone(string text, string masked) => Assert.Equal(masked, Secrets.MaskUris(text));

    private static TestStages.EverythingOptions Options(string line)
        => (TestStages.EverythingOptions)GraphText.Load(Graph(line), Environment).Stages[0].Options;

    private static string Graph(string line) => GraphText.Short.Replace("from: gate", $"from: gate, {line}", StringComparison.Ordinal);
}
