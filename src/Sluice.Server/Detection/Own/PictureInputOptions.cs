namespace Sluice.Server.Detection.Own;

/// <summary>How a picture becomes what a model takes.</summary>
internal sealed class PictureInputOptions
{
    /// <summary>In pixels. Null: what the model says.</summary>
    public int? Width { get; set; }

    /// <summary>In pixels. Null: what the model says.</summary>
    public int? Height { get; set; }

    /// <summary>In which order the numbers stand. Null: what the model says.</summary>
    public TensorLayout? Layout { get; set; }

    /// <summary>Default: stretched, whatever its shape.</summary>
    public PictureFit Fit { get; set; }

    /// <summary>Default: red, green, blue.</summary>
    public ChannelOrder Order { get; set; }

    /// <summary>What black becomes. Default 0.</summary>
    public float Black { get; set; }

    /// <summary>What white becomes. Default 1.</summary>
    public float White { get; set; } = 1;

    /// <summary>Taken from red, green and blue, after <see cref="Black"/> and <see cref="White"/>. Null: nothing is.</summary>
    public float[]? Mean { get; set; }

    /// <summary>By what red, green and blue are then divided. Null: by nothing.</summary>
    public float[]? Deviation { get; set; }
}
