using System.Globalization;
using System.Text;
using System.Xml;

namespace Sluice.Core.Archive.Export;

/// <summary>CVAT for images 1.1: one XML over both sides; boxes of a model are marked <c>auto</c>, those of an annotator <c>manual</c>.</summary>
internal static class CvatFile
{
    public static ReadOnlyMemory<byte> Of(IReadOnlyList<ExportItem> items, IReadOnlyList<string> labels, DateTimeOffset now)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false) }))
        {
            xml.WriteStartElement("annotations");
            xml.WriteElementString("version", "1.1");
            WriteMeta(xml, items.Count, labels, now);
            for (var i = 0; i < items.Count; i++) WriteImage(xml, i, items[i]);
            xml.WriteEndElement();
        }

        return bytes.ToArray();
    }

    private static void WriteMeta(XmlWriter xml, int count, IReadOnlyList<string> labels, DateTimeOffset now)
    {
        xml.WriteStartElement("meta");
        xml.WriteStartElement("task");
        xml.WriteElementString("name", "keyframes");
        xml.WriteElementString("size", count.ToString(CultureInfo.InvariantCulture));
        xml.WriteElementString("mode", "annotation");
        xml.WriteStartElement("labels");
        foreach (var label in labels)
        {
            xml.WriteStartElement("label");
            xml.WriteElementString("name", label);
            xml.WriteElementString("attributes", "");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteElementString("dumped", now.UtcDateTime.ToString("u", CultureInfo.InvariantCulture));
        xml.WriteEndElement();
    }

    private static void WriteImage(XmlWriter xml, int id, ExportItem item)
    {
        var known = item.Entry.Keyframe;
        xml.WriteStartElement("image");
        xml.WriteAttributeString("id", id.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("name", $"{item.Side}/{item.Name}.jpg");
        xml.WriteAttributeString("subset", item.IsValidation ? "Validation" : "Train");
        xml.WriteAttributeString("width", known.Width.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("height", known.Height.ToString(CultureInfo.InvariantCulture));
        foreach (var box in item.Entry.Boxes)
        {
            var inside = box.Box.Clip(known.Width, known.Height);
            xml.WriteStartElement("box");
            xml.WriteAttributeString("label", box.Label);
            xml.WriteAttributeString("source", item.Entry.Corrected == null ? "auto" : "manual");
            xml.WriteAttributeString("occluded", "0");
            xml.WriteAttributeString("xtl", Text(inside.X1));
            xml.WriteAttributeString("ytl", Text(inside.Y1));
            xml.WriteAttributeString("xbr", Text(inside.X2));
            xml.WriteAttributeString("ybr", Text(inside.Y2));
            xml.WriteAttributeString("z_order", "0");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static string Text(float value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
