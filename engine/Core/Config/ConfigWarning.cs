namespace Sluice.Core.Config;

/// <summary>Something in a sound configuration that is probably not meant.</summary>
/// <param name="At">Where.</param>
/// <param name="Message">What, and how to say what is meant; holds no secret.</param>
public sealed record ConfigWarning(TextLocation At, string Message)
{
    /// <summary>The line a user sees.</summary>
    public override string ToString() => $"{At}: warning: {Message}";
}
