using System.Globalization;
using System.Text.Json;
using Sluice.Abstractions;

namespace Sluice.Core.Archive.Labels;

/// <summary>Labels as an annotation tool gives them, by the picture's name without its ending.</summary>
internal static class GivenLabels
{
    private static readonly string[] Pictures = [".jpg", ".jpeg", ".png"];

    /// <summary>Reads a COCO file, or a folder of YOLO labels.</summary>
    /// <param name="path">A .json file, or a folder with data.yaml and labels below it, as an export makes it.</param>
    /// <param name="sizeOf">Columns and rows of a picture, by its name; null for one that is not known.</param>
    /// <exception cref="InvalidDataException">It is neither; says where and what would be right.</exception>
    public static Dictionary<string, List<(string Label, BoundingBox Box)>> Read(string path, Func<string, (int Width, int Height)?> sizeOf)
    {
        if (File.Exists(path)) return Coco(path);
        if (Directory.Exists(path)) return Yolo(path, sizeOf);
        throw new InvalidDataException($"{path}: there is no such file or folder; give COCO annotations (.json) or a folder of YOLO labels with data.yaml.");
    }

    private static Dictionary<string, List<(string Label, BoundingBox Box)>> Coco(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = document.RootElement;
            var names = root.GetProperty("categories").EnumerateArray().ToDictionary(static one => one.GetProperty("id").GetInt64(), static one => one.GetProperty("name").GetString()!);
            var given = new Dictionary<string, List<(string, BoundingBox)>>(StringComparer.Ordinal);
            var images = new Dictionary<long, List<(string, BoundingBox)>>();
            foreach (var image in root.GetProperty("images").EnumerateArray())
                given[NameOf(image.GetProperty("file_name").GetString()!)] = images[image.GetProperty("id").GetInt64()] = [];
            foreach (var one in root.GetProperty("annotations").EnumerateArray())
            {
                var (image, category) = (one.GetProperty("image_id").GetInt64(), one.GetProperty("category_id").GetInt64());
                if (!images.TryGetValue(image, out var boxes)) throw new InvalidDataException($"{path}: an annotation is of image {image}, which 'images' does not have.");
                if (!names.TryGetValue(category, out var label)) throw new InvalidDataException($"{path}: an annotation is of category {category}, which 'categories' does not have.");
                var box = one.GetProperty("bbox");
                var (x, y) = (box[0].GetSingle(), box[1].GetSingle());
                boxes.Add((label, new(x, y, x + box[2].GetSingle(), y + box[3].GetSingle())));
            }

            return given;
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"{path}: this is no COCO annotation file: {fault.Message}", fault);
        }
    }

    private static Dictionary<string, List<(string Label, BoundingBox Box)>> Yolo(string folder, Func<string, (int Width, int Height)?> sizeOf)
    {
        var names = YoloNames(folder);
        var labels = Directory.Exists(Path.Combine(folder, "labels")) ? Path.Combine(folder, "labels") : folder;
        var given = new Dictionary<string, List<(string, BoundingBox)>>(StringComparer.Ordinal);
        // A picture without a file of labels has none: that is how YOLO writes it.
        foreach (var picture in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(static path => Pictures.Contains(Path.GetExtension(path)))) given[NameOf(picture)] = [];
        foreach (var path in Directory.EnumerateFiles(labels, "*.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = NameOf(path);
            if (sizeOf(name) is not { } size) continue;
            var boxes = given[name] = [];
            var number = 0;
            foreach (var line in File.ReadLines(path))
            {
                number++;
                if (!string.IsNullOrWhiteSpace(line)) boxes.Add(YoloBox(line, names, size, $"{path}:{number}"));
            }
        }

        return given;
    }

    private static (string Label, BoundingBox Box) YoloBox(string line, IReadOnlyDictionary<int, string> names, (int Width, int Height) size, string at)
    {
        var parts = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var numbers = new float[4];
        if (parts.Length < 5 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            throw new InvalidDataException($"{at}: '{line}' is no YOLO label; write CLASS X Y WIDTH HEIGHT, the last four as shares of the picture.");
        for (var i = 0; i < 4; i++)
        {
            if (!float.TryParse(parts[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || numbers[i] is not (>= 0 and <= 1.001f))
                throw new InvalidDataException($"{at}: '{parts[i + 1]}' is no share of the picture; write 0 to 1.");
        }

        if (!names.TryGetValue(id, out var label)) throw new InvalidDataException($"{at}: there is no class {id} in data.yaml, which has {names.Count}.");
        var (x, y, width, height) = (numbers[0] * size.Width, numbers[1] * size.Height, numbers[2] * size.Width, numbers[3] * size.Height);
        return (label, new(x - (width / 2), y - (height / 2), x + (width / 2), y + (height / 2)));
    }

    private static Dictionary<int, string> YoloNames(string folder)
    {
        var yaml = Path.Combine(folder, "data.yaml");
        var text = Path.Combine(folder, "classes.txt");
        if (File.Exists(text)) return File.ReadAllLines(text).Select(static (name, id) => (name, id)).ToDictionary(static one => one.id, static one => one.name.Trim());
        if (!File.Exists(yaml)) throw new InvalidDataException($"{folder}: there is no data.yaml and no classes.txt, which name the classes.");
        try
        {
            var root = (YamlDotNet.RepresentationModel.YamlMappingNode)Document(yaml).RootNode;
            return root.Children[new YamlDotNet.RepresentationModel.YamlScalarNode("names")] switch
            {
                YamlDotNet.RepresentationModel.YamlSequenceNode list => list.Select(static (name, id) => (name, id)).ToDictionary(static one => one.id, static one => one.name.ToString()),
                YamlDotNet.RepresentationModel.YamlMappingNode map => map.ToDictionary(static one => int.Parse(one.Key.ToString(), CultureInfo.InvariantCulture), static one => one.Value.ToString()),
                _ => throw new InvalidDataException($"{yaml}: 'names' wants a list of classes."),
            };
        }
        catch (Exception fault) when (fault is YamlDotNet.Core.YamlException or KeyNotFoundException or InvalidCastException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"{yaml}: 'names' is missing or no list of classes: {fault.Message}", fault);
        }
    }

    private static YamlDotNet.RepresentationModel.YamlDocument Document(string path)
    {
        var stream = new YamlDotNet.RepresentationModel.YamlStream();
        using var text = File.OpenText(path);
        stream.Load(text);
        return stream.Documents[0];
    }

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'));
}
