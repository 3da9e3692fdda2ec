using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.Core.Config.Yaml;

/// <summary>
/// Fills in <c>${NAME}</c> and <c>${NAME:-default}</c> in every value; <c>$$</c> is a literal <c>$</c>. The written form stays in the
/// node for errors, the values go to the secrets.
/// </summary>
internal sealed partial class VariableFill(Func<string, string?> lookup, Secrets secrets, List<ConfigError> errors)
{
    public void Fill(ConfigNode node)
    {
        switch (node)
        {
            case ScalarNode scalar when scalar.Written.Contains('$', StringComparison.Ordinal):
                scalar.Text = FillText(scalar);
                break;
            case ListNode list:
                list.Items.ForEach(Fill);
                break;
            case MappingNode mapping:
                mapping.Entries.ForEach(entry => Fill(entry.Value));
                break;
        }
    }

    private string FillText(ScalarNode scalar)
    {
        var text = scalar.Written;
        var filled = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '$' || i + 1 == text.Length || text[i + 1] is not ('$' or '{'))
            {
                filled.Append(text[i]);
                continue;
            }

            if (text[++i] == '$')
            {
                filled.Append('$');
                continue;
            }

            var end = text.IndexOf('}', i);
            if (end < 0)
            {
                errors.Add(new(scalar.At, "'${' has no closing '}'; a literal '$' before '{' is written '$$'"));
                return text;
            }

            filled.Append(ValueOf(text[(i - 1)..(end + 1)], scalar.At));
            i = end;
        }

        return filled.ToString();
    }

    private string ValueOf(string written, TextLocation at)
    {
        var match = Variable().Match(written);
        if (!match.Success)
        {
            errors.Add(new(at, $"'{written}' is not a variable; expected ${{NAME}} or ${{NAME:-default}}"));
            return written;
        }

        var name = match.Groups["name"].Value;
        var value = lookup(name);
        if (match.Groups["default"] is { Success: true } fallback && string.IsNullOrEmpty(value)) return fallback.Value;
        if (value == null)
        {
            errors.Add(new(at, $"environment variable '{name}' is not set; set it, or write ${{{name}:-default}}"));
            return written;
        }

        secrets.Add(value, $"${{{name}}}");
        return value;
    }

    [GeneratedRegex(@"^\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(:-(?<default>[^}]*))?\}$", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
