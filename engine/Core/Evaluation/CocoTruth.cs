using System.Collections.Immutable;
using System.Text.Json;

namespace Sluice.Core.Evaluation;

/// <summary>
/// Reads COCO annotations (https://cocodataset.org/#format-data): images by file name, boxes as x, y, width, height. A category is the
/// model's class of the same name, or the class of that number where the file names none. Crowd regions are ignored objects.
/// </summary>
internal static class CocoTruth
{
    public static TruthSet Read(string path, IReadOnlyList<string> labels)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return Read(document.RootElement, labels);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"'{path}' is no COCO annotation file: {fault.Message}", fault);
        }
    }

    private static TruthSet Read(JsonElement root, IReadOnlyList<string> labels)
    {
        var map = new ClassMap(labels);
        var names = root.TryGetProperty("categories", out var categories)
            ? categories.EnumerateArray().ToDictionary(c => c.GetProperty("id").GetInt32(), c => c.GetProperty("name").GetString())
            : [];
        var boxes = new Dictionary<long, ImmutableArray<TruthBox>.Builder>();
        foreach (var annotation in root.GetProperty("annotations").EnumerateArray())
        {
            var category = annotation.GetProperty("category_id").GetInt32();
            if (map.Find(names.GetValueOrDefault(category), category) is not { } classId) continue;
            var image = annotation.GetProperty("image_id").GetInt64();
            if (!boxes.TryGetValue(image, out var list)) boxes.Add(image, list = ImmutableArray.CreateBuilder<TruthBox>());
            var box = annotation.GetProperty("bbox");
            var (x, y) = (box[0].GetSingle(), box[1].GetSingle());
            var crowd = annotation.TryGetProperty("iscrowd", out var flag) && flag.GetInt32() != 0;
            list.Add(new(classId, new(x, y, x + box[2].GetSingle(), y + box[3].GetSingle()), crowd));
        }

        var pictures = root.GetProperty("images").EnumerateArray().Select((image, place) => new TruthPicture(
            image.GetProperty("file_name").GetString(), place,
            boxes.TryGetValue(image.GetProperty("id").GetInt64(), out var list) ? list.ToImmutable() : []));
        return new([.. pictures], map.LeftOut);
    }
}
