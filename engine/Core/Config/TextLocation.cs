namespace Sluice.Core.Config;

/// <summary>A place in a configuration file.</summary>
/// <param name="File">The file as the user named it; <c>--set</c> or <c>environment</c> for values from there.</param>
/// <param name="Line">1-based; 0 where there is none.</param>
/// <param name="Column">1-based; 0 where there is none.</param>
public readonly record struct TextLocation(string File, int Line, int Column)
{
    /// <summary>The clickable form <c>file:line:column</c>.</summary>
    public override string ToString() => Line > 0 ? $"{File}:{Line}:{Column}" : File;
}
