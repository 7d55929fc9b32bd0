namespace Sluice.Models.Tfjs;

/// <summary>A tensor of a model's file. Whole numbers are kept as floats, which hold those that shapes and axes have.</summary>
internal sealed record WeightTensor(string Name, int[] Shape, float[] Values)
{
    public long[] Integers => [.. Values.Select(value => (long)value)];

    /// <summary>Moves dimensions: the i-th of the result is the <paramref name="order"/>[i]-th of this.</summary>
    public WeightTensor Transpose(params int[] order)
    {
        if (order.Length != Shape.Length)
        {
            throw new ModelImportException($"{Name}: {Shape.Length} dimensions where {order.Length} are expected.");
        }

        var strides = new int[order.Length];
        for (int i = order.Length - 1, stride = 1; i >= 0; stride *= Shape[i], i--)
        {
            strides[i] = stride;
        }

        int[] shape = [.. order.Select(axis => Shape[axis])];
        var values = new float[Values.Length];
        var at = new int[order.Length];
        for (var to = 0; to < values.Length; to++)
        {
            var from = 0;
            for (var i = 0; i < order.Length; i++)
            {
                from += at[i] * strides[order[i]];
            }

            values[to] = Values[from];
            for (var i = order.Length - 1; i >= 0 && ++at[i] == shape[i]; i--)
            {
                at[i] = 0;
            }
        }

        return new WeightTensor(Name, shape, values);
    }

    public WeightTensor Reshape(params int[] shape) => this with { Shape = shape };
}
