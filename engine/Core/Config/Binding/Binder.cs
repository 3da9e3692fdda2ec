using Sluice.Core.Config.Yaml;

namespace Sluice.Core.Config.Binding;

/// <summary>Collects what goes wrong while nodes become typed values, and the references to follow afterwards.</summary>
internal sealed class Binder(List<ConfigError> errors, Secrets secrets)
{
    private const int LongestShown = 80;

    public List<ConfigError> Errors { get; } = errors;

    public Secrets Secrets { get; } = secrets;

    public List<Reference> References { get; } = [];

    public void Add(TextLocation at, Place place, string message) => Errors.Add(new(at, $"{place}{message}"));

    /// <summary>The one form for a value that is not what it should be.</summary>
    public void Expected(ConfigNode node, Place place, string expected, string hint = "")
        => Add(node.At, place, $"expected {expected}, found {Shown(node)}{hint}");

    /// <summary>A value as it may be printed: as written, so that variables stay names, and without passwords.</summary>
    public static string Shown(ConfigNode node)
    {
        if (node is not ScalarNode { IsNull: false } scalar) return node.Kind;
        var text = Secrets.MaskUris(scalar.Written).ReplaceLineEndings(" ");
        return text.Length <= LongestShown ? $"'{text}'" : $"'{text[..LongestShown]}...'";
    }
}
