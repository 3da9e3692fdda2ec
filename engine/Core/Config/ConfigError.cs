namespace Sluice.Core.Config;

/// <summary>One fault in a configuration: where, what, and what would be right.</summary>
/// <param name="At">Where.</param>
/// <param name="Message">What is wrong, with the value and the remedy; holds no secret.</param>
public sealed record ConfigError(TextLocation At, string Message)
{
    /// <summary>The line a user sees.</summary>
    public override string ToString() => $"{At}: {Message}";
}
