namespace Sluice.Core.Config.Yaml;

/// <summary>A text, number, truth value or nothing.</summary>
/// <param name="at">Where it starts.</param>
/// <param name="written">The text as it is in the file, quotes aside.</param>
/// <param name="quoted">Whether it was quoted or a block, so that it is a text and never nothing.</param>
internal sealed class ScalarNode(TextLocation at, string written, bool quoted) : ConfigNode(at)
{
    /// <summary>The text as it is in the file: what errors show, so that no value of the environment is printed.</summary>
    public string Written { get; } = written;

    /// <summary>The text with environment variables filled in.</summary>
    public string Text { get; set; } = written;

    /// <summary>Whether nothing was written.</summary>
    public bool IsNull { get; } = !quoted && written is "" or "~" or "null";

    public override string Kind => IsNull ? "nothing" : "a single value";

    public override ConfigNode Copy() => new ScalarNode(At, Written, quoted) { Text = Text };
}
