using System.Collections.Immutable;
using System.Text;

namespace Sluice.Core.Stages.Inference.Cards;

/// <summary>A card worked out from an ONNX file, and what must be confirmed before it is one.</summary>
/// <param name="Lines">What is proposed.</param>
/// <param name="Questions">What must be asked.</param>
public sealed record CardProposal(ImmutableArray<CardLine> Lines, ImmutableArray<CardQuestion> Questions)
{
    /// <summary>Whether nothing is left to ask.</summary>
    public bool IsSettled => Questions.IsEmpty;

    /// <summary>The card as YAML: a line each with what it rests on, then as comments what is left to ask.</summary>
    public string ToYaml()
    {
        var text = new StringBuilder();
        var width = Lines.Where(line => line.Value.Length <= 40).Select(line => line.Key.Length + line.Value.Length + 2).DefaultIfEmpty(0).Max();
        foreach (var line in Lines) text.Append($"{$"{line.Key}: {line.Value}".PadRight(width)}  # {line.Why}\n");
        foreach (var question in Questions)
        {
            text.Append($"# {question.Key}: ?  {question.Why}\n");
            foreach (var candidate in question.Candidates) text.Append($"#   {candidate.Key}: {candidate.Value}  # {candidate.Why}\n");
        }

        return text.ToString();
    }
}
