using StreamContent = Sluice.Abstractions.StreamContent;

namespace Sluice.Core.Config;

/// <summary>Says in words what frames carry.</summary>
internal static class ContentWords
{
    private static readonly StreamContent[] Each = [.. Enum.GetValues<StreamContent>().Where(c => c != StreamContent.None)];

    public static string Of(StreamContent content)
    {
        var words = Each.Where(c => content.HasFlag(c)).Select(c => Snake.Case(c.ToString())).ToArray();
        return words.Length switch
        {
            0 => "nothing",
            1 => words[0],
            _ => $"{string.Join(", ", words[..^1])} and {words[^1]}",
        };
    }
}
