using System.Collections.Immutable;
using System.Globalization;

namespace Sluice.Core.Evaluation;

/// <summary>
/// Reads MOTChallenge ground truth (https://motchallenge.net/instructions): frame from 1, id, x, y, width, height, consider, ... A row not
/// to consider is an ignored object. All are of the model's class <c>person</c>.
/// </summary>
internal static class MotTruth
{
    private const string Person = "person";

    public static TruthSet Read(string path, IReadOnlyList<string> labels)
    {
        var map = new ClassMap(labels);
        var frames = new SortedDictionary<long, ImmutableArray<TruthBox>.Builder>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            var fields = line.Split(',');
            var values = new double[Math.Min(fields.Length, 7)];
            for (var i = 0; i < values.Length; i++)
                if (!double.TryParse(fields[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]))
                    throw new InvalidDataException($"{path}:{number}: '{fields[i]}' is no number; MOTChallenge rows are frame,id,x,y,width,height,consider.");
            if (values.Length < 7 || values[0] < 1)
                throw new InvalidDataException($"{path}:{number}: expected frame (from 1),id,x,y,width,height,consider; found '{line}'.");
            if (map.Find(Person, 0) is not { } classId) continue;
            var frame = (long)values[0] - 1;
            if (!frames.TryGetValue(frame, out var boxes)) frames.Add(frame, boxes = ImmutableArray.CreateBuilder<TruthBox>());
            var (x, y) = ((float)values[2], (float)values[3]);
            boxes.Add(new(classId, new(x, y, x + (float)values[4], y + (float)values[5]), Ignore: values[6] == 0, (long)values[1]));
        }

        return new([.. frames.Select(frame => new TruthPicture(null, frame.Key, frame.Value.ToImmutable()))], map.LeftOut)
        {
            Classes = [.. frames.Values.SelectMany(boxes => boxes).Select(box => box.ClassId).Distinct()],
        };
    }
}
